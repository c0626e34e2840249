import { onScopeDispose } from 'vue'

export interface Debounced {
  (): void
  // Does it at once, in place of what waits.
  now: () => void
}

// Calls `act` once the calls have paused for `pause` milliseconds.
export function useDebounced(act: () => void, pause: number): Debounced {
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))
  const later = (): void => {
    clearTimeout(timer)
    timer = setTimeout(act, pause)
  }
  return Object.assign(later, {
    now: (): void => {
      clearTimeout(timer)
      act()
    },
  })
}
