import { describe, expect, it } from 'vitest'
import { profileOf } from '@/features/desk/profile'

describe("a caller's profile", () => {
  const past = (received_at: string, solved: string | null, special_needs: string[] = [], language = 'zh') => ({
    received_at,
    special_needs,
    language,
    rating: solved ? { solved } : null,
  })
  it('counts the last month, what was solved and what was not, and keeps needs once', () => {
    const now = new Date('2026-03-31T00:00:00Z')
    const items = [
      past('2026-03-20T00:00:00Z', 'no', ['elderly'] as const as never, 'en'),
      past('2026-03-10T00:00:00Z', 'yes', ['elderly', 'illness'] as const as never),
      past('2026-01-01T00:00:00Z', null),
    ]
    expect(profileOf(items as never, now)).toEqual({
      lastMonth: 2,
      solved: 1,
      unsolved: 1,
      needs: ['elderly', 'illness'],
      language: 'en',
    })
  })
})
