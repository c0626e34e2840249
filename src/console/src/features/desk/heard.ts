// What the machine heard in the words: which of it the form still lacks, and where in the words it stands.
import type { Schema } from '@/api/client'
import { needs, type DeskForm } from './form'

export type Heard = Schema['RequestForm']
type Span = Schema['FormSpan']

// What can be taken over into the form; the rest is for telling it back to the caller.
export const takable = ['name', 'phone', 'place', 'title', 'needs'] as const
export type Takable = (typeof takable)[number]

// The place where it happened, else the first that is not where the caller lives; places that follow one another in the
// words, such as a district and its street, are one.
export function placeOf(heard: Heard): Heard['where'][number] | null {
  const first = heard.where.find((one) => one.role === 'happened') ?? heard.where.find((one) => one.role === 'passing')
  if (!first) return null
  const place = { ...first, from: { ...first.from } }
  for (const next of [...heard.where].sort((a, b) => a.from.begin - b.from.begin)) {
    if (next.from.field !== place.from.field || next.from.begin !== place.from.end) continue
    place.text += next.text
    place.from.end = next.from.end
    place.division = next.division ?? place.division
  }
  return place
}

const isNeed = (code: string): boolean => (needs as readonly string[]).includes(code)

// What was heard for a field, as the form takes it; '' or [] for nothing.
export function offered(heard: Heard): Pick<DeskForm, 'name' | 'phone' | 'place' | 'title' | 'special_needs'> {
  return {
    name: heard.name?.text ?? '',
    // As people here say and type it.
    phone: (heard.phones[0]?.text ?? '').replace(/^\+86/, ''),
    place: placeOf(heard)?.text ?? '',
    title: heard.title?.text ?? '',
    special_needs: [...new Set(heard.special_needs.map((one) => one.text).filter(isNeed))],
  }
}

// The fields of the form that are empty and were heard. What an agent typed is never written over.
export function lacking(form: DeskForm, heard: Heard): Partial<DeskForm> {
  const taken: Partial<DeskForm> = {}
  const offer = offered(heard)
  for (const field of ['name', 'phone', 'place', 'title'] as const) {
    if (!form[field].trim() && offer[field]) taken[field] = offer[field]
  }
  const more = offer.special_needs.filter((need) => !form.special_needs.includes(need))
  if (more.length) taken.special_needs = [...form.special_needs, ...more]
  return taken
}

export type MarkName = 'who' | 'when' | 'where' | 'what' | 'wish' | 'need' | 'mood'

// The entries with the stretch of the words that each came from. A title or wish that spans all of it marks nothing.
export function spansOf(heard: Heard): { name: MarkName; from: Span }[] {
  return [
    ...(heard.name ? [{ name: 'who' as const, from: heard.name.from }] : []),
    ...heard.phones.map((one) => ({ name: 'who' as const, from: one.from })),
    ...heard.when.map((one) => ({ name: 'when' as const, from: one.from })),
    ...heard.where.map((one) => ({ name: 'where' as const, from: one.from })),
    ...heard.special_needs.map((one) => ({ name: 'need' as const, from: one.from })),
    ...heard.mood.from.map((from) => ({ name: 'mood' as const, from })),
    ...heard.wishes.map((one) => ({ name: 'wish' as const, from: one.from })),
    ...(heard.what ? [{ name: 'what' as const, from: heard.what.from }] : []),
  ].filter((one) => one.from.field === 'words')
}

export interface MarkedPiece {
  text: string
  mark: MarkName | ''
}

// The words cut into pieces, each with the mark of what was heard there; the entry that was named first wins where two
// overlap. Offsets are in bytes of UTF-8, as the server counts.
export function markedWords(words: string, spans: { name: MarkName; from: { begin: number; end: number } }[]): MarkedPiece[] {
  const bytes = new TextEncoder().encode(words)
  const marks: (MarkName | '')[] = new Array<MarkName | ''>(bytes.length).fill('')
  for (const { name, from } of spans) {
    for (let at = from.begin; at < Math.min(from.end, bytes.length); ++at) marks[at] ||= name
  }
  const pieces: MarkedPiece[] = []
  const decoder = new TextDecoder()
  for (let begin = 0; begin < bytes.length; ) {
    let end = begin + 1
    while (end < bytes.length && (marks[end] === marks[begin] || (bytes[end]! & 0xc0) === 0x80)) ++end
    pieces.push({ text: decoder.decode(bytes.slice(begin, end)), mark: marks[begin]! })
    begin = end
  }
  return pieces
}

export const isUpset = (heard: Heard): boolean => ['anxious', 'upset', 'angry'].includes(heard.mood.mood)
