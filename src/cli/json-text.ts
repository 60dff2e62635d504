/**
 * A value as JSON on one line that is safe to print: what could steer a
 * terminal or turn the reading direction is escaped, so that the value stays
 * exactly what it is.
 */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(
    steering,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

// JSON itself escapes the controls below U+0020.
const steering = /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g
