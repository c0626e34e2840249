import { createI18n } from 'vue-i18n'
import zh from './zh-CN.json'

export const languages = ['zh-CN', 'en'] as const
export type LanguageTag = (typeof languages)[number]

const stored = 'hotline.language'

function preferred(): LanguageTag {
  const kept = globalThis.localStorage?.getItem(stored)
  return kept === 'en' ? 'en' : 'zh-CN'
}

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN' as LanguageTag,
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh } as Record<string, typeof zh>,
})

export function language(): LanguageTag {
  return i18n.global.locale.value as LanguageTag
}

// English is fetched only when it is asked for.
export async function useLanguage(tag: LanguageTag): Promise<void> {
  if (tag === 'en' && !i18n.global.availableLocales.includes('en')) {
    i18n.global.setLocaleMessage('en', (await import('./en.json')).default as typeof zh)
  }
  i18n.global.locale.value = tag
  document.documentElement.lang = tag
  localStorage.setItem(stored, tag)
}

export async function useKeptLanguage(): Promise<void> {
  await useLanguage(preferred())
}
