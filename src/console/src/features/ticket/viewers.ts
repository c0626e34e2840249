// Who else has the ticket before them: this console says every few seconds that its reader looks at it, and hears of the
// others. A tab that is hidden counts as gone.
import { onMounted, onUnmounted, ref, watch, type Ref } from 'vue'
import { postJson, type Schema } from '@/api/client'

export type Viewer = Schema['TicketViewer']

const every = 10_000 // milliseconds; after 35 s of silence the server forgets

export function useViewers(id: () => number, editing: () => boolean): Ref<Viewer[]> {
  const others = ref<Viewer[]>([])
  let timer: ReturnType<typeof setInterval> | undefined
  const path = (): string => `/api/v1/tickets/${id()}/viewers`

  // Help only: that it fails now and then is nothing to tell anybody.
  async function say(): Promise<void> {
    if (document.visibilityState !== 'visible') return
    try {
      others.value = (await postJson<Schema['TicketViewers']>(path(), { doing: editing() ? 'editing' : 'viewing' })).items
    } catch {
      others.value = []
    }
  }
  // Said last, and sent even when the page goes away with it: nobody is shown as present for half a minute afterwards.
  function leave(): void {
    void postJson(path(), { doing: 'leaving' }, { keepalive: true }).catch(() => undefined)
  }
  const turn = (): void => void (document.visibilityState === 'visible' ? say() : leave())

  onMounted(() => {
    void say()
    timer = setInterval(() => void say(), every)
    document.addEventListener('visibilitychange', turn)
    addEventListener('pagehide', leave)
  })
  watch(editing, () => void say())
  onUnmounted(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', turn)
    removeEventListener('pagehide', leave)
    leave()
  })
  return others
}
