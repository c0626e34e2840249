// A list that is read page by page: the first anew, the next below what is shown.
import { ref, type Ref } from 'vue'
import { asProblem } from '@/api/problem'
import { useLoad, type Loaded } from '@/shared/useLoad'

interface Page<T> {
  items: T[]
  next: string | null
}

export interface Pages<T> extends Loaded<Page<T>> {
  more: () => Promise<void>
  loadingMore: Ref<boolean>
}

export function usePages<T>(read: (cursor: string | null, signal?: AbortSignal) => Promise<Page<T>>): Pages<T> {
  const page = useLoad<Page<T>>((signal) => read(null, signal))
  const loadingMore = ref(false)
  async function more(): Promise<void> {
    const shown = page.data.value
    if (!shown?.next || loadingMore.value) return
    loadingMore.value = true
    try {
      const next = await read(shown.next)
      if (page.data.value === shown) page.data.value = { items: [...shown.items, ...next.items], next: next.next }
    } catch (error) {
      page.problem.value = asProblem(error)
    } finally {
      loadingMore.value = false
    }
  }
  return { ...page, more, loadingMore }
}
