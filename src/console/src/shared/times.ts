// Times as people read them, in the reader's language and the browser's zone.
import { language } from '@/i18n'

export function dateTime(iso: string | null | undefined): string {
  if (!iso) return ''
  return new Intl.DateTimeFormat(language(), {
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
    ...(new Date(iso).getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' }),
  }).format(new Date(iso))
}

export function fullDateTime(iso: string | null | undefined): string {
  if (!iso) return ''
  return new Intl.DateTimeFormat(language(), { dateStyle: 'long', timeStyle: 'short', hour12: false }).format(new Date(iso))
}
