import { describe, expect, it } from 'vitest'
import { addressOf, noFilters } from '@/features/tickets/filters'
import { viewOf } from '@/features/tickets/views'

describe('a kept view', () => {
  it('comes back with the filters that were kept', () => {
    const filters = { ...noFilters, q: '路灯 & 井盖', state: 'closed', due: 'late' }
    expect(viewOf({ id: 7, name: '路灯', query: addressOf(filters) })).toEqual({ id: 7, name: '路灯', filters })
  })

  it('of another time loses only what is no filter any more', () => {
    expect(viewOf({ id: 1, name: '旧', query: 'state=closed&colour=red' }).filters).toEqual({ ...noFilters, state: 'closed' })
  })
})
