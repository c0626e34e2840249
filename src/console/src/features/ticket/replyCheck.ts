// What a reply has to hold before it is sent: what was done, when, whom to ask, and that the caller was told.
import words from '@/i18n/reply-words.json'

export type CheckName = 'measure' | 'time' | 'contact' | 'told' | 'blank'
export interface Check {
  name: CheckName
  ok: boolean
}

const least = 30 // characters

const anyOf = (list: string[]): string => list.join('|')
const time = new RegExp(
  `\\d{1,2}\\s*(?:${anyOf(words.after_number)})|\\d{1,2}\\s*[/.-]\\s*\\d{1,2}|\\d{1,2}:\\d{2}|${anyOf(words.time)}`,
  'i',
)
const phone = /(?:\d{3,4}-)?\d{7,8}|1\d{10}/
const person = new RegExp(anyOf(words.person), 'i')
const told = new RegExp(anyOf(words.told), 'i')

// `blank` is only named when there is one.
export function checkReply(reply: string): Check[] {
  const bare = reply.replace(/[\s_]/g, '')
  const checks: Check[] = [
    { name: 'measure', ok: bare.length >= least },
    { name: 'time', ok: time.test(reply) },
    { name: 'contact', ok: phone.test(reply) && person.test(reply) },
    { name: 'told', ok: told.test(reply) },
  ]
  if (/_{2,}/.test(reply)) checks.push({ name: 'blank', ok: false })
  return checks
}
