import { redactor } from '../providers/redact.ts'

/** What a user typed, without the passwords and keys that an address in it may hold. */
export const withoutSecrets: (text: string) => string = redactor([])
