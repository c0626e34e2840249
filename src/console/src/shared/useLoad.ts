// Reading something for a screen: what came, whether it is under way, why it failed. A newer reading, and leaving the
// screen, cancel the one under way.
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asProblem, type Problem } from '@/api/problem'

export interface Loaded<T> {
  data: ShallowRef<T | null>
  busy: Ref<boolean>
  problem: ShallowRef<Problem | null>
  load: () => Promise<void>
}

export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const data = shallowRef<T | null>(null)
  const busy = ref(false)
  const problem = shallowRef<Problem | null>(null)
  let current: AbortController | null = null

  async function load(): Promise<void> {
    current?.abort()
    const mine = (current = new AbortController())
    busy.value = true
    try {
      const fresh = await read(mine.signal)
      if (mine.signal.aborted) return
      data.value = fresh
      problem.value = null
    } catch (error) {
      if (!mine.signal.aborted) problem.value = asProblem(error)
    } finally {
      if (!mine.signal.aborted) busy.value = false
    }
  }

  onScopeDispose(() => current?.abort())
  return { data, busy, problem, load }
}
