import { visibleText } from './hostile-text.ts'

/** One judged item as a test: what the judge concluded, and the truth where there is one. */
export interface JudgedCase {
  readonly item: string
  readonly criterion: string
  /** The response, where a pair's responses are scored one by one. */
  readonly response?: string
  /** As `labelText` writes it: `4`, `A`, `none:unparsed`. */
  readonly judged: string
  readonly truth?: string
  /** The judge's words. */
  readonly reason?: string
  readonly seconds?: number
}

export interface JunitSuite {
  /** The run's name. */
  readonly name: string
  readonly signature: string
  readonly cases: readonly JudgedCase[]
}

/**
 * Judgments as JUnit XML: a suite a criterion, a testcase an item.
 *
 * Where there is a truth, another label is a failure. An item without a label
 * is skipped with its reason, and an error where the request itself failed;
 * it never passes and never fails. Characters that XML 1.0 cannot hold are
 * shown by name.
 */
export function junit({ name, signature, cases }: JunitSuite): string {
  const suites = Map.groupBy(cases, ({ criterion }) => criterion)
  const counts = countsOf(cases)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name=${attribute(name)} ${counts}>`,
    ...[...suites].flatMap(([criterion, ours]) => [
      `  <testsuite name=${attribute(`${name}: ${criterion}`)} ${countsOf(ours)}>`,
      '    <properties>',
      `      <property name="signature" value=${attribute(signature)}/>`,
      '    </properties>',
      ...ours.flatMap((one) => testcase(name, one)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n')
}

type Outcome = 'passed' | 'failure' | 'error' | 'skipped'

function outcome({ judged, truth }: JudgedCase): Outcome {
  if (judged === 'none:failed') return 'error'
  if (judged.startsWith('none:')) return 'skipped'
  return truth === undefined || judged === truth ? 'passed' : 'failure'
}

function testcase(run: string, one: JudgedCase): string[] {
  const { item, criterion, response, judged, truth, reason, seconds } = one
  const name = response === undefined ? item : `${item} (${response})`
  const open = `    <testcase classname=${attribute(`${run}.${criterion}`)} name=${attribute(name)}${
    seconds === undefined ? '' : ` time="${seconds.toFixed(3)}"`
  }`
  const said = [`judged: ${judged}`, ...(truth === undefined ? [] : [`truth: ${truth}`])].join(', ')
  const body = reason === undefined ? '' : text(reason)
  const inside: Record<Outcome, string> = {
    passed: `      <system-out>${text(said)}${body && `\n${body}`}</system-out>`,
    failure: `      <failure type="disagreement" message=${attribute(said)}>${body}</failure>`,
    error: `      <error type="none" message=${attribute(said)}>${body}</error>`,
    skipped: `      <skipped message=${attribute(said)}>${body}</skipped>`,
  }
  return [`${open}>`, inside[outcome(one)], '    </testcase>']
}

function countsOf(cases: readonly JudgedCase[]): string {
  const count = (which: Outcome) => cases.filter((one) => outcome(one) === which).length
  const seconds = cases.reduce((sum, one) => sum + (one.seconds ?? 0), 0)
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" time="${seconds.toFixed(3)}"`
}

function text(value: string): string {
  return visibleText(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function attribute(value: string): string {
  return `"${text(value).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"`
}
