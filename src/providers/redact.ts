/**
 * Makes what takes secrets out of a text before anybody reads it: in an error,
 * a log or a database.
 *
 * Takes out the secrets given, also where they are percent-encoded or escaped,
 * what looks like a key (a server may echo one half masked), and passwords and
 * keys in addresses.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  // A word of three letters is no secret, and would blot out half of every message.
  const blot = blotter(secrets, 4)
  return (text) =>
    blot(text)
      .replace(/\b(?:(?:sk|pk|rk|gsk|xai|hf|nvapi|r8)[-_]|AIza)[\w*.…-]{8,}/g, '[key]')
      .replace(/(\/\/)[^/\s:@]+:[^/\s@]+@/g, '$1[key]@')
      .replace(/([?&](?:api[-_]?key|key|token|access[-_]?token|sig)=)[^&\s#"']+/gi, '$1[key]')
      .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/g, '$1 [key]')
}

/**
 * Makes what takes the secrets themselves out of a text and leaves all else as it is.
 *
 * @param least  characters that a secret has at least: many servers need no key and are given a word such as `EMPTY`.
 */
export function blotter(secrets: readonly string[], least: number): (text: string) => string {
  const forms = secrets
    .map((secret) => secret.trim())
    .flatMap((secret) =>
      secret.length < least ? [] : [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)],
    )
    .sort((a, b) => b.length - a.length)
  return (text) => forms.reduce((rest, form) => rest.replaceAll(form, '[key]'), text)
}
