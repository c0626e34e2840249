// How a time limit stands, and the colour it gets.
export interface ClockFace {
  started?: string | null
  due: string
  stopped?: string | null
}

// kept: stopped in time. missed: stopped too late. late: runs and is over. soon: runs, little is left. fine: runs.
export type ClockColour = 'kept' | 'missed' | 'late' | 'soon' | 'fine'

// Below this share of the whole span, or this long before its end, a limit is soon over.
const soonShare = 0.2
const soonMinutes = 60

export function clockColour(clock: ClockFace, now: Date): ClockColour {
  const due = Date.parse(clock.due)
  if (clock.stopped) return Date.parse(clock.stopped) <= due ? 'kept' : 'missed'
  const left = due - now.getTime()
  if (left < 0) return 'late'
  const span = clock.started ? due - Date.parse(clock.started) : 0
  if (left <= span * soonShare) return 'soon'
  // Where the start is unknown, as in a list, the last hour counts as soon.
  return !clock.started && left <= soonMinutes * 60_000 ? 'soon' : 'fine'
}

export interface Span {
  unit: 'minutes' | 'hours' | 'days'
  count: number
}

// A span of time in its largest fitting unit, rounded down: 90 minutes are one hour, 47 hours are 47 hours.
export function spanOf(milliseconds: number): Span {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000)
  if (minutes < 60) return { unit: 'minutes', count: minutes }
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? { unit: 'hours', count: hours } : { unit: 'days', count: Math.floor(hours / 24) }
}
