import { html, trusted, type Markup } from './markup.ts'
import { pageStyle } from './page-style.ts'

/**
 * A page that asks nothing of the network and runs no script: the policy in its head forbids both.
 *
 * @param style  what the page adds to the common style.
 */
export function htmlDocument(page: {
  readonly language: string
  readonly title: string
  readonly style?: string
  readonly body: Markup
}): string {
  const { language, title, style = '', body } = page
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${trusted(pageStyle + style)}
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html> `.markup
}
