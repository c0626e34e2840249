import { describe, expect, it } from 'vitest'
import { reasonText, sourceLine } from '@/shared/reasons'

const words: Record<string, string> = {
  'reason_text.duty': 'duty {what} “{detail}”',
  'reason_text.duty_bare': 'duty {what}',
  'reason_text.limit': 'within {what}',
  'span.working_days': '{count} working days',
}
const t = (key: string, named: Record<string, unknown> = {}): string =>
  (words[key] ?? `[${key}]`).replace(/\{(\w+)\}/g, (_, slot: string) => String(named[slot] ?? ''))
const has = (key: string): boolean => key in words
const said = (source: string, name: string, detail: string): string => reasonText({ source, name, detail }, t, has)

describe('a reason in words', () => {
  it('quotes the phrase that was found and leaves the line of the file aside', () => {
    expect(said('duty', '0502.050201', '油烟 (duties.csv:419)')).toBe('duty 0502.050201 “油烟”')
    expect(sourceLine({ source: 'duty', name: 'x', detail: '油烟 (duties.csv:419)' })).toBe('duties.csv:419')
  })

  it('does without a phrase where there is none', () => {
    expect(said('duty', 'HZ-CG', 'duties.csv:7')).toBe('duty HZ-CG')
  })

  it('tells a limit in its own unit', () => {
    expect(said('limit', '7 working_days', 'limits.csv:31')).toBe('within 7 working days')
    expect(said('limit', '3 moons', 'limits.csv:31')).toBe('within 3 moons')
  })

  it('shows a source that it does not know as it came', () => {
    expect(said('of_a_newer_server', 'name', 'detail')).toBe('name detail')
  })
})
