// Who keeps an entry, as the server decides it: editors write all, a unit its own; its owner publishes it.
import { may, session } from '@/features/session/session'

const ownUnit = (): string => session.value?.unit ?? ''

export function mayWrite(owner: string): boolean {
  return may('knowledge_edit') || (may('assignment_handle') && ownUnit() !== '' && ownUnit() === owner)
}
export function mayApprove(owner: string): boolean {
  return owner === '' ? may('knowledge_edit') : may('assignment_handle') && ownUnit() === owner
}
export const mayKeep = (): boolean => may('knowledge_edit', 'assignment_handle')
