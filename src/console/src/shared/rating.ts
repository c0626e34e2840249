// A rating as it is filled in, and what is sent of it.
export const scores = ['result', 'unit', 'agent'] as const

export interface Rating {
  solved: string
  contacted: string
  result: number
  unit: number
  agent: number
  words: string
}

export const blankRating: Rating = { solved: '', contacted: '', result: 0, unit: 0, agent: 0, words: '' }

// Only what was said: a mark that was not given is no bad mark.
export function ratingOf(form: Rating): Record<string, unknown> {
  const rating: Record<string, unknown> = { solved: form.solved }
  if (form.contacted) rating.contacted = form.contacted === 'yes'
  for (const score of scores) if (form[score]) rating[score] = form[score]
  if (form.words.trim()) rating.words = form.words.trim()
  return rating
}
