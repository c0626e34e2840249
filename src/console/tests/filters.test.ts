import { describe, expect, it } from 'vitest'
import { filtersOf, noFilters, queryOf } from '@/features/tickets/filters'

const now = new Date('2026-03-02T04:00:00Z')

describe('the filters of the ticket list', () => {
  it('come from the address, unknown and repeated parameters left out', () => {
    expect(filtersOf({ state: 'registered', page: '2', kind: ['a', 'b'] })).toEqual({ ...noFilters, state: 'registered' })
  })

  it('ask for nothing when nothing is chosen', () => {
    expect(queryOf(noFilters, now)).toEqual({})
  })

  it('take a whole number in the search box for a ticket, and a part of one for words', () => {
    expect(queryOf({ ...noFilters, q: ' 20260302000017 ' }, now)).toEqual({ number: '20260302000017' })
    expect(queryOf({ ...noFilters, q: '20260302000017-02' }, now)).toEqual({ number: '20260302000017-02' })
    expect(queryOf({ ...noFilters, q: '20260302' }, now)).toEqual({ q: '20260302' })
  })

  it('turn due into an instant', () => {
    expect(queryOf({ ...noFilters, due: 'late' }, now)).toEqual({ due_before: '2026-03-02T04:00:00.000Z' })
    expect(queryOf({ ...noFilters, due: 'day' }, now)).toEqual({ due_before: '2026-03-03T04:00:00.000Z' })
  })
})

describe('days of receipt', () => {
  it('asks from the beginning of the first day to the end of the last', () => {
    const query = queryOf({ ...noFilters, from: '2026-03-01', to: '2026-03-02' }, new Date())
    expect(query.from).toBe(new Date(2026, 2, 1).toISOString())
    expect(query.to).toBe(new Date(2026, 2, 3).toISOString())
  })
})
