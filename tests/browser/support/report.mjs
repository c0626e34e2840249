// Reporter for node:test: a line for each journey, and the report that scripts/run-tests adds up; `figures` are what
// the journeys measured.
import { writeFileSync } from 'node:fs'

export default async function* report(events) {
  const tests = []
  const figures = []
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message
    if (type === 'test:diagnostic' && data.nesting === 0 && !/^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(data.message)) {
      figures.push(data.message)
      yield `${data.message}\n`
    }
    if ((type !== 'test:pass' && type !== 'test:fail') || data.nesting !== 0) continue
    const skipped = data.skip !== undefined || data.todo !== undefined
    const passed = type === 'test:pass' && !skipped
    const cause = data.details?.error?.cause
    const fault = passed ? '' : skipped ? 'was skipped: a skipped test proves nothing' : String(cause?.stack ?? cause ?? data.details?.error)
    tests.push({ name: data.name, passed, fault })
    yield `${passed ? 'passed' : 'FAILED'}  ${data.name}  ${Math.round(data.details?.duration_ms ?? 0)} ms\n${fault ? `${fault}\n` : ''}`
  }
  if (process.env.HOTLINE_REPORT) writeFileSync(process.env.HOTLINE_REPORT, JSON.stringify({ tests, figures }))
  const failed = tests.filter((one) => !one.passed).length
  yield `${tests.length - failed} passed, ${failed} failed\n`
}
