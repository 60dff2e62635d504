/**
 * Makes what takes secrets out of a text before anybody reads it: in an error,
 * a log or a database.
 *
 * Takes out the secrets given, also where they are percent-encoded or escaped,
 * what looks like a key (a server may echo one half masked), and passwords and
 * keys in addresses.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .map((secret) => secret.trim())
    .flatMap((secret) =>
      // A word of three letters is no secret, and would blot out half of every message.
      secret.length < 4 ? [] : [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)],
    )
    .sort((a, b) => b.length - a.length)
  return (text) => {
    for (const form of forms) text = text.replaceAll(form, '[key]')
    return text
      .replace(/\b(?:(?:sk|pk|rk|gsk|xai|hf|nvapi|r8)[-_]|AIza)[\w*.…-]{8,}/g, '[key]')
      .replace(/(\/\/)[^/\s:@]+:[^/\s@]+@/g, '$1[key]@')
      .replace(/([?&](?:api[-_]?key|key|token|access[-_]?token|sig)=)[^&\s#"']+/gi, '$1[key]')
      .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/g, '$1 [key]')
  }
}
