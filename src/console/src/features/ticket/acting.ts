// For which units the person at the screen acts.
import { session } from '@/features/session/session'
import { isWithin } from '@/shared/city'
import type { Assignment } from './queries'

// A unit's people act for their unit and those below it, the hotline's own people for all.
export function actsFor(part: Assignment): boolean {
  const unit = session.value?.unit
  return !unit || isWithin(part.unit.code, unit)
}
