import { describe, expect, it } from 'vitest'
import { daily, heatPoints, largest, lastDays, shortNames } from '@/features/figures/series'

const row = (key: string, whole: number) => ({
  key,
  name: key,
  values: [{ figure: 'requests' as const, whole, part: 0, excluded: 0, percent: null }],
})

describe('figures for charts', () => {
  it('counts whole days back, today included', () => {
    expect(lastDays(7, new Date(2026, 2, 3, 23, 59))).toEqual({ from: '2026-02-25', to: '2026-03-03' })
  })
  it('gives every day a number', () => {
    const points = daily([row('20260302', 5)], { from: '2026-03-01', to: '2026-03-03' }, 'requests')
    expect(points).toEqual([
      { day: '2026-03-01', count: 0 },
      { day: '2026-03-02', count: 5 },
      { day: '2026-03-03', count: 0 },
    ])
  })
  it('leaves out what has no name or nothing, and puts the largest first', () => {
    expect(largest([row('a', 1), row('', 9), row('b', 3), row('c', 0)], 'requests', 2).map((one) => one.key)).toEqual(['b', 'a'])
  })
  it('shortens paths, and keeps apart what would look the same', () => {
    expect(shortNames(['城乡建设/物业管理/其他', '市场监管/价格/其他', '民政/养老'])).toEqual(['物业管理/其他', '价格/其他', '养老'])
  })
  it('puts Monday first', () => {
    const value = row('', 4).values[0]!
    expect(heatPoints([{ weekday: 0, hour: 9, value }, { weekday: 1, hour: 10, value }])).toEqual([
      [9, 6, 4],
      [10, 0, 4],
    ])
  })
})
