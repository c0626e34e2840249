// Who is calling, in a few marks, out of what the caller asked before.
import type { PastRequest } from './queries'

export interface Profile {
  lastMonth: number
  solved: number
  unsolved: number
  needs: string[]
  language: string // '' for Chinese
}

const month = 30 * 24 * 60 * 60 * 1000 // milliseconds

type Past = Pick<PastRequest, 'received_at' | 'special_needs' | 'language'> & { rating: { solved: string } | null }

export function profileOf(items: Past[], now: Date): Profile {
  const solved = (what: string): number => items.filter((one) => one.rating?.solved === what).length
  const foreign = items.find((one) => one.language === 'en' || one.language === 'other')
  return {
    lastMonth: items.filter((one) => now.getTime() - Date.parse(one.received_at) <= month).length,
    solved: solved('yes'),
    unsolved: solved('no'),
    needs: [...new Set(items.flatMap((one) => one.special_needs))],
    language: foreign?.language ?? '',
  }
}
