// What an editor fills in of an entry, what is sent of it, and how two people's edits of one entry come together.
import type { Content, Entry, FactKind, Visibility } from './queries'

export interface EntryForm {
  questions: string // one in each line, the first is the title
  answer: string
  facts: { kind: FactKind; text: string }[]
  matter: string
  region: string
  audience: string
  owner: string
  source_title: string
  source_number: string
  source_link: string
  valid_from: string // days such as 2026-03-01
  valid_to: string
  review_by: string
  visibility: Visibility
  tags: string[]
}

export const factKinds: FactKind[] = [
  'place', 'phone', 'hours', 'materials', 'steps', 'time_limit', 'conditions', 'fee', 'online', 'complaint', 'audience', 'other',
]
export const visibilities: Visibility[] = ['public', 'internal', 'confidential']

export const blankEntry: EntryForm = {
  questions: '',
  answer: '',
  facts: [],
  matter: '',
  region: '',
  audience: '',
  owner: '',
  source_title: '',
  source_number: '',
  source_link: '',
  valid_from: '',
  valid_to: '',
  review_by: '',
  visibility: 'public',
  tags: [],
}

// A day of whoever looks, out of an instant; and back, its beginning.
export function dayOf(iso: string | null): string {
  if (!iso) return ''
  const time = new Date(iso)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
}
function instantOf(day: string): string | null {
  const [year, month, date] = day.split('-').map(Number)
  return year && month && date ? new Date(year, month - 1, date).toISOString() : null
}

export function formOf(entry: Entry): EntryForm {
  return {
    questions: entry.questions.join('\n'),
    answer: entry.answer,
    facts: entry.facts.map((one) => ({ kind: one.kind, text: one.text })),
    matter: entry.matter?.row ?? '',
    region: entry.region?.code ?? '',
    audience: entry.audience,
    owner: entry.owner?.code ?? '',
    source_title: entry.source_title,
    source_number: entry.source_number,
    source_link: entry.source_link,
    valid_from: dayOf(entry.valid_from),
    valid_to: dayOf(entry.valid_to),
    review_by: dayOf(entry.review_by),
    visibility: entry.visibility,
    tags: [...entry.tags],
  }
}

// `seen`: the entry that is edited; an instant of it whose day was left alone stays as it is to the second.
export function contentOf(form: EntryForm, seen: Entry | null): Content {
  const instant = (field: 'valid_from' | 'valid_to' | 'review_by'): string | null =>
    seen && dayOf(seen[field]) === form[field] ? seen[field] : instantOf(form[field])
  return {
    questions: form.questions.split('\n').map((line) => line.trim()).filter(Boolean),
    answer: form.answer,
    facts: form.facts.filter((one) => one.text.trim()),
    // A code that is not there is left out: the server takes none that is empty.
    ...(form.matter ? { matter: form.matter } : {}),
    ...(form.region ? { region: form.region } : {}),
    audience: form.audience.trim(),
    ...(form.owner ? { owner: form.owner } : {}),
    source_title: form.source_title.trim(),
    source_number: form.source_number.trim(),
    source_link: form.source_link.trim(),
    valid_from: instant('valid_from'),
    valid_to: instant('valid_to'),
    review_by: instant('review_by'),
    visibility: form.visibility,
    tags: form.tags,
  }
}

export type EntryField = keyof EntryForm
export const entryFields = Object.keys(blankEntry) as EntryField[]

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right)

export interface Merge {
  form: EntryForm // what only one side changed is taken from that side; mine where both did
  taken: EntryField[] // changed by the other person alone
  clashes: EntryField[] // changed by both, differently: somebody has to choose
}

export function mergeEdits(base: EntryForm, mine: EntryForm, theirs: EntryForm): Merge {
  const merge: Merge = { form: structuredClone(mine), taken: [], clashes: [] }
  const take = <F extends EntryField>(field: F): void => {
    merge.form[field] = structuredClone(theirs[field])
  }
  for (const field of entryFields) {
    if (same(base[field], theirs[field]) || same(mine[field], theirs[field])) continue
    if (same(base[field], mine[field])) {
      take(field)
      merge.taken.push(field)
    } else {
      merge.clashes.push(field)
    }
  }
  return merge
}

// A field as text, for showing two sides of it.
export function fieldText(form: EntryForm, field: EntryField, factName: (kind: FactKind) => string): string {
  if (field === 'facts') return form.facts.map((one) => `${factName(one.kind)}: ${one.text}`).join('\n')
  return field === 'tags' ? form.tags.join(' ') : form[field]
}
