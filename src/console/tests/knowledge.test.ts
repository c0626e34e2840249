import { describe, expect, it } from 'vitest'
import { blankEntry, contentOf, dayOf, formOf, mergeEdits, type EntryForm } from '@/features/knowledge/edit'
import { piecesOf, sentencePieces } from '@/features/knowledge/highlight'
import type { Entry } from '@/features/knowledge/queries'

const entry = {
  id: 3,
  version: 2,
  questions: ['居住证怎么办', '办居住证'],
  answer: '到派出所办理。',
  facts: [{ kind: 'phone', text: '0571-87280000' }],
  matter: null,
  region: null,
  audience: '',
  owner: { code: 'HZ-GA', name: '市公安局' },
  source_title: '',
  source_number: '',
  source_link: '',
  valid_from: '2026-03-01T03:04:05Z',
  valid_to: null,
  review_by: null,
  visibility: 'public',
  tags: [],
} as unknown as Entry

describe('an entry in its form', () => {
  it('comes back as it was, instants to the second', () => {
    const content = contentOf(formOf(entry), entry)
    expect(content.questions).toEqual(entry.questions)
    expect(content.valid_from).toBe('2026-03-01T03:04:05Z')
    expect(content.valid_to).toBeNull()
    expect(content.owner).toBe('HZ-GA')
  })

  it('leaves out empty questions and facts, and takes a changed day from its beginning', () => {
    const form = { ...formOf(entry), questions: ' 一 \n\n二', facts: [{ kind: 'fee' as const, text: ' ' }], valid_to: '2026-05-01' }
    const content = contentOf(form, entry)
    expect(content.questions).toEqual(['一', '二'])
    expect(content.facts).toEqual([])
    expect(dayOf(content.valid_to!)).toBe('2026-05-01')
  })
})

describe('two edits of one entry', () => {
  const base: EntryForm = { ...blankEntry, questions: '甲', answer: '旧', audience: '个人' }
  it('come together where only one side changed a field', () => {
    const merge = mergeEdits(base, { ...base, answer: '新' }, { ...base, audience: '企业' })
    expect(merge.form).toEqual({ ...base, answer: '新', audience: '企业' })
    expect(merge.taken).toEqual(['audience'])
    expect(merge.clashes).toEqual([])
  })
  it('clash where both changed it differently, and keep mine until somebody chooses', () => {
    const merge = mergeEdits(base, { ...base, answer: '我的' }, { ...base, answer: '对方的' })
    expect(merge.form.answer).toBe('我的')
    expect(merge.clashes).toEqual(['answer'])
  })
  it('do not clash where both made the same change', () => {
    expect(mergeEdits(base, { ...base, answer: '新' }, { ...base, answer: '新' }).clashes).toEqual([])
  })
})

describe('highlights', () => {
  it('cut a passage by characters, overlapping and overlong ranges included', () => {
    expect(piecesOf('路灯😀不亮', [{ from: 0, to: 2 }, { from: 1, to: 3 }, { from: 4, to: 99 }])).toEqual([
      { text: '路灯', found: true },
      { text: '😀', found: true },
      { text: '不', found: false },
      { text: '亮', found: true },
    ])
  })
  it('mark the sentence that answers within its passage, and nothing when it is all of it', () => {
    expect(sentencePieces('甲。乙。丙。', '乙。').map((one) => one.found)).toEqual([false, true, false])
    expect(sentencePieces('甲。', '甲。')).toEqual([{ text: '甲。', found: false }])
  })
})
