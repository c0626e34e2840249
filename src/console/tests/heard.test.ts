import { describe, expect, it } from 'vitest'
import { blankForm } from '@/features/desk/form'
import { lacking, markedWords, offered, placeOf, type Heard } from '@/features/desk/heard'

const bytes = (text: string): number => new TextEncoder().encode(text).length
const words = '我叫王小明，昨晚文三路路灯不亮，请修好。'
const at = (text: string): { field: 'words'; begin: number; end: number } => {
  const begin = bytes(words.slice(0, words.indexOf(text)))
  return { field: 'words', begin, end: begin + bytes(text) }
}
const heard = {
  name: { text: '王小明', from: at('王小明') },
  phones: [],
  when: [],
  where: [
    { text: '翠苑一区', from: at('文三路'), kind: 'estate', role: 'home', division: null },
    { text: '文三路', from: at('文三路'), kind: 'road', role: 'happened', division: null },
  ],
  what: null,
  wishes: [],
  title: { text: '文三路路灯不亮', from: at('文三路路灯不亮') },
  special_needs: [
    { text: 'elderly', from: at('我') },
    { text: 'elderly', from: at('我') },
    { text: 'not_a_need', from: at('我') },
  ],
  mood: { mood: 'neutral', strength: 0, from: [], calming: null },
} as unknown as Heard

describe('what was heard', () => {
  it('is offered for the form: the place where it happened, each need once, none that the form does not know', () => {
    expect(offered(heard)).toEqual({ name: '王小明', phone: '', place: '文三路', title: '文三路路灯不亮', special_needs: ['elderly'] })
    expect(placeOf({ ...heard, where: heard.where.slice(0, 1) })).toBeNull()
  })

  it('never takes the place of what was typed, and adds only needs that are missing', () => {
    const form = { ...blankForm, name: '李四', place: ' ', special_needs: ['elderly', 'illness'] }
    expect(lacking(form, heard)).toEqual({ place: '文三路', title: '文三路路灯不亮' })
  })
})

describe('the place', () => {
  it('joins what follows one another in the words', () => {
    const words = '西湖区古荡街道油烟'
    const span = (text: string) => {
      const begin = bytes(words.slice(0, words.indexOf(text)))
      return { field: 'words', begin, end: begin + bytes(text) }
    }
    const where = ['古荡街道', '西湖区'].map((text) => ({ text, from: span(text), kind: 'town', role: text === '西湖区' ? 'happened' : 'passing', division: null }))
    expect(placeOf({ ...heard, where } as unknown as Heard)?.text).toBe('西湖区古荡街道')
  })
})

describe('marked words', () => {
  it('cut the words where each entry stands, by bytes, and lose nothing', () => {
    const pieces = markedWords(words, [
      { name: 'who', from: at('王小明') },
      { name: 'where', from: at('文三路') },
      { name: 'what', from: at('文三路路灯不亮') },
    ])
    expect(pieces.map((one) => one.text).join('')).toBe(words)
    expect(pieces.filter((one) => one.mark).map((one) => [one.mark, one.text])).toEqual([
      ['who', '王小明'],
      ['where', '文三路'],
      ['what', '路灯不亮'],
    ])
  })

  it('survive a span beyond the end and one through a character', () => {
    const pieces = markedWords('灯亮', [{ name: 'what', from: { begin: 1, end: 99 } }])
    expect(pieces.map((one) => one.text).join('')).toBe('灯亮')
  })
})
