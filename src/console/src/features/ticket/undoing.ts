// Tells that an action was done, and offers the way back where the ticket has one.
import { ElMessage } from 'element-plus/es/components/message/index.mjs'
import 'element-plus/es/components/message/style/css'
import { perform } from '@/api/client'
import { i18n } from '@/i18n'
import { tellWithUndo } from '@/shared/undo'
import type { Action } from './actions'
import type { Ticket } from './queries'

// The path and body that take an action back, null where none does: what went out to a unit or to a citizen stays out.
export function wayBack(action: Action, before: Ticket): { path: string; body: Record<string, unknown> } | null {
  switch (action.name) {
    case 'merge':
      return { path: '/unmerge', body: {} }
    case 'unmerge':
      return before.merged_into === null ? null : { path: '/merge', body: { into: before.merged_into } }
    case 'secure':
    case 'unsecure':
      return { path: '/secrecy', body: { secret: before.secret } }
    case 'amend':
      return {
        path: '/amend',
        body: {
          kind: before.kind,
          urgency: before.urgency,
          importance: before.importance,
          ...(before.matter ? { matter: before.matter.row } : {}),
        },
      }
    default:
      return null
  }
}

export function tellDone(action: Action, before: Ticket, after: Ticket, show: (ticket: Ticket) => void): void {
  const { t } = i18n.global
  const text = t('ticket.done', { action: t(`action.${action.name}.name`) })
  const back = wayBack(action, before)
  if (!back) ElMessage.success(text)
  else tellWithUndo(text, async () => show(await perform(after, back.path, back.body)))
}
