// What an event of a ticket's life holds, in one line.
import type { HistoryEntry } from './queries'

type Say = (key: string, named?: Record<string, unknown>) => string

export function factsOf(
  entry: Pick<HistoryEntry, 'kind' | 'facts'>,
  t: Say,
  has: (key: string) => boolean,
  unitName: (code: string) => string,
): string {
  const facts = entry.facts as Record<string, unknown>
  const text = (name: string): string => (typeof facts[name] === 'string' ? (facts[name] as string) : '')
  const said = (prefix: string, name: string): string => {
    const value = String(facts[name] ?? '')
    return has(`${prefix}.${value}`) ? t(`${prefix}.${value}`) : value
  }
  const parts: string[] = []
  switch (entry.kind) {
    case 'assigned':
      parts.push(unitName(text('unit')), said('part', 'part'))
      break
    case 'transferred':
    case 'urged':
    case 'opinion':
      if (text('unit')) parts.push(unitName(text('unit')))
      break
    case 'ruled':
      parts.push(said('choice', 'ruling'))
      if (text('unit')) parts.push(unitName(text('unit')))
      break
    case 'returned':
      if (text('suggested')) parts.push(t('ticket.suggested'), unitName(text('suggested')))
      break
    case 'handed_over':
      parts.push(said('line', 'line'))
      break
    case 'handover_acknowledged':
      parts.push(text('reference'))
      break
    case 'dispatched':
      parts.push(t(facts.automatic === true ? 'fact.automatic' : 'fact.by_person'))
      break
    case 'supervised':
      if (facts.level !== undefined) parts.push(said('level', 'level'))
      break
    case 'closed':
      if (text('outcome') && text('outcome') !== 'none') parts.push(said('outcome', 'outcome'))
      break
    case 'extension_decided':
      parts.push(t(facts.granted === true ? 'ticket.extension_granted' : 'ticket.extension_denied'))
      break
    case 'proposed':
      if (text('lead')) parts.push(unitName(text('lead')))
      if (typeof facts.confidence === 'number') parts.push(`${Math.round(facts.confidence * 100)}%`)
      break
  }
  return parts.filter(Boolean).join(' · ')
}
