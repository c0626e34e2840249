import { describe, expect, it } from 'vitest'
import { factsOf } from '@/features/ticket/facts'

const words: Record<string, string> = { 'part.lead': '主办', 'choice.designated': '指定承办', 'fact.automatic': '自动', 'fact.by_person': '人工' }
const t = (key: string): string => words[key] ?? `[${key}]`
const has = (key: string): boolean => key in words
const unit = (code: string): string => (code === 'HZ-CG' ? '市城管局' : code)
const facts = (kind: string, held: Record<string, unknown>): string => factsOf({ kind, facts: held }, t, has, unit)

describe('what an event holds', () => {
  it('names units and parts', () => {
    expect(facts('assigned', { unit: 'HZ-CG', part: 'lead' })).toBe('市城管局 · 主办')
    expect(facts('ruled', { ruling: 'designated', unit: 'HZ-CG' })).toBe('指定承办 · 市城管局')
  })

  it('tells the machine from a person', () => {
    expect(facts('dispatched', { automatic: true })).toBe('自动')
    expect(facts('dispatched', { automatic: false })).toBe('人工')
  })

  it('says nothing where there is nothing to say', () => {
    expect(facts('signed', { assignment: 1 })).toBe('')
    expect(facts('urged', { unit: '' })).toBe('')
    expect(facts('of_a_newer_server', { x: 1 })).toBe('')
  })
})
