import { describe, expect, it } from 'vitest'
import { clockColour, spanOf } from '@/shared/clock'

const at = (time: string): Date => new Date(`2026-03-02T${time}:00+08:00`)
const tenHours = { started: '2026-03-02T08:00:00+08:00', due: '2026-03-02T18:00:00+08:00' }

describe('the colour of a time limit', () => {
  it('is fine, then soon in the last fifth, then late', () => {
    expect(clockColour(tenHours, at('12:00'))).toBe('fine')
    expect(clockColour(tenHours, at('15:59'))).toBe('fine')
    expect(clockColour(tenHours, at('16:00'))).toBe('soon')
    expect(clockColour(tenHours, at('18:00'))).toBe('soon')
    expect(clockColour(tenHours, at('18:01'))).toBe('late')
  })

  it('of a clock that has stopped tells whether it was kept, whatever the hour', () => {
    expect(clockColour({ ...tenHours, stopped: '2026-03-02T17:59:00+08:00' }, at('23:00'))).toBe('kept')
    expect(clockColour({ ...tenHours, stopped: tenHours.due }, at('23:00'))).toBe('kept')
    expect(clockColour({ ...tenHours, stopped: '2026-03-02T18:01:00+08:00' }, at('23:00'))).toBe('missed')
  })

  it('where only the end is known is soon in the last hour', () => {
    const { due } = tenHours
    expect(clockColour({ due }, at('16:30'))).toBe('fine')
    expect(clockColour({ due }, at('17:00'))).toBe('soon')
    expect(clockColour({ due }, at('18:30'))).toBe('late')
  })

  it('compares instants, not the texts of different zones', () => {
    const utc = { started: '2026-03-02T00:00:00Z', due: '2026-03-02T10:00:00Z' }
    expect(clockColour(utc, at('12:00'))).toBe('fine')
    expect(clockColour(utc, at('18:01'))).toBe('late')
  })
})

describe('a span of time', () => {
  it('is told in its largest fitting unit, rounded down', () => {
    expect(spanOf(59 * 60_000)).toEqual({ unit: 'minutes', count: 59 })
    expect(spanOf(90 * 60_000)).toEqual({ unit: 'hours', count: 1 })
    expect(spanOf(47.9 * 3_600_000)).toEqual({ unit: 'hours', count: 47 })
    expect(spanOf(-50 * 3_600_000)).toEqual({ unit: 'days', count: 2 })
  })
})
