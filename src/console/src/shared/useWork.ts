// Work on one row of a list: which row is busy, why it failed, and the list read again after it.
import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { asProblem, type Problem } from '@/api/problem'

export interface Work {
  busy: Ref<number> // id of the row; -1: a dialog's own work; 0: none
  problem: ShallowRef<Problem | null>
  run: (id: number, work: () => Promise<unknown>) => Promise<void>
}

export function useWork(reload: () => Promise<void>): Work {
  const busy = ref(0)
  const problem = shallowRef<Problem | null>(null)

  async function run(id: number, work: () => Promise<unknown>): Promise<void> {
    busy.value = id
    problem.value = null
    try {
      await work()
      await reload()
    } catch (error) {
      const refused = (problem.value = asProblem(error))
      if (refused.isStale) await reload() // so that the next try is of what is there now
    } finally {
      busy.value = 0
    }
  }

  return { busy, problem, run }
}
