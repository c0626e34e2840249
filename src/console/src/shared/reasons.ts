// The reasons of a decision in words. A reason names a row, a unit or a phrase of the city's files.
import { divisionName, matterName, unitName } from './city'

export interface Reason {
  source: string
  name: string
  detail: string
}

// Where in the city's files a reason comes from: of use to those who keep the files, noise to those who read the words.
const fileLine = /\s*\(?(\w+\.csv:\d+)\)?$/

export function sourceLine(reason: Reason): string {
  return fileLine.exec(reason.detail)?.[1] ?? ''
}

type Say = (key: string, named?: Record<string, unknown>) => string

export function reasonText(given: Reason, t: Say, has: (key: string) => boolean): string {
  const reason = { ...given, detail: given.detail.replace(fileLine, '') }
  const named = (): Record<string, string> => {
    switch (reason.source) {
      case 'kind':
        return { what: has(`kind.${reason.name}`) ? t(`kind.${reason.name}`) : reason.name }
      case 'handover':
        return { what: has(`line.${reason.name}`) ? t(`line.${reason.name}`) : reason.name }
      case 'risk':
        return { what: has(`risk.${reason.name}`) ? t(`risk.${reason.name}`) : reason.name }
      case 'place':
        return { what: divisionName(reason.name) }
      case 'model':
        return { what: matterName(reason.name), percent: String(Math.round(Number(reason.detail) * 100)) }
      case 'duty':
        return { what: matterName(reason.name) === reason.name ? unitName(reason.name) : matterName(reason.name) }
      case 'limit': {
        const [count = '', unit = ''] = reason.name.split(' ')
        return { what: has(`span.${unit}`) ? t(`span.${unit}`, { count }) : reason.name }
      }
      case 'direct':
      case 'fallback':
        return { what: unitName(reason.name) }
      default:
        return { what: reason.name }
    }
  }
  const key = `reason_text.${reason.source}`
  if (!has(key)) return [reason.name, reason.detail].filter(Boolean).join(' ')
  const bare = `${key}_bare`
  return t(reason.detail === '' && has(bare) ? bare : key, { ...named(), detail: reason.detail })
}
