// Every text is in both languages, and every text that a screen asks for is there.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import en from '@/i18n/en.json'
import zh from '@/i18n/zh-CN.json'

type Words = { [key: string]: string | Words }

function flat(words: Words, before = ''): Map<string, string> {
  const all = new Map<string, string>()
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === 'string') all.set(before + key, value)
    else for (const [inner, text] of flat(value, `${before}${key}.`)) all.set(inner, text)
  }
  return all
}

const chinese = flat(zh)
const english = flat(en)
const source = fileURLToPath(new URL('../src/', import.meta.url))
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith('.d.ts'))
  .map((name) => ({ name, text: readFileSync(source + name, 'utf8') }))
const slots = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort()

describe('the language files', () => {
  it('have the same texts in Chinese and English', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort())
  })

  it('have no empty text', () => {
    for (const [key, text] of [...chinese, ...english]) expect(text.trim(), key).not.toBe('')
  })

  it('fill in nothing that the other language does not know', () => {
    for (const [key, text] of english) {
      for (const slot of slots(text)) expect(slots(chinese.get(key) ?? ''), key).toContain(slot)
    }
  })

  it('hold every text that is asked for by its whole name', () => {
    expect(files.length).toBeGreaterThan(30)
    for (const { name, text } of files) {
      for (const match of text.matchAll(/\bt\(\s*'([\w.]+)'/g)) {
        expect(chinese.has(match[1]!), `${name}: ${match[1]}`).toBe(true)
      }
    }
  })

  it('hold every family of texts that is asked for by the beginning of its name', () => {
    for (const { name, text } of files) {
      for (const match of text.matchAll(/\bt\(\s*`([\w.]+\.)\$\{/g)) {
        expect([...chinese.keys()].some((key) => key.startsWith(match[1]!)), `${name}: ${match[1]}`).toBe(true)
      }
    }
  })
})

describe('the sources', () => {
  it('hold no Chinese text of their own', () => {
    for (const { name, text } of files) {
      const code = text.replace(/\/\/.*$/gm, '').replace(/font:[^;]*;/g, '')
      expect(/[\u4e00-\u9fff]/.test(code), name).toBe(false)
    }
  })
})
