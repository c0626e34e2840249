import { onScopeDispose } from 'vue'

// Calls `act` once the calls have paused for `pause` milliseconds.
export function useDebounced(act: () => void, pause: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))
  return () => {
    clearTimeout(timer)
    timer = setTimeout(act, pause)
  }
}
