// Live events of the journal (SSE). Where the role sees none, or the line is down, screens still refresh when the
// window is looked at again.
import { onMounted, onUnmounted, readonly, ref } from 'vue'
import { may } from '@/features/session/session'

export interface LiveEvent {
  seq: number
  stream: string
  subject: number
  kind: string
}

// The kinds of a ticket's life that change what lists and boards show.
const kinds = [
  'opened', 'proposed', 'amended', 'answered', 'refused', 'handed_over', 'handover_acknowledged', 'handover_declined',
  'consulted', 'dispatched', 'assigned', 'split', 'signed', 'contacted', 'extension_requested', 'extension_decided',
  'paused', 'resumed', 'replanned',
  'returned', 'ruled', 'withdrawn', 'transferred', 'replied', 'in_review', 'review_accepted', 'sent_back', 'resolved',
  'closed', 'reopened', 'merged', 'unmerged', 'requests_joined', 'urged', 'supervised', 'secured', 'published',
] as const

const state = ref<'off' | 'live' | 'lost'>('off')
export const liveState = readonly(state)

const listeners = new Set<(event: LiveEvent) => void>()
let source: EventSource | null = null

function open(): void {
  source = new EventSource('/api/v1/events')
  source.onerror = () => {
    if (state.value === 'live') state.value = 'lost'
  }
  for (const kind of kinds) {
    source.addEventListener(`ticket.${kind}`, (message) => {
      // The line counts as live once it has told something: it may be open to a role that is told nothing.
      state.value = 'live'
      const event = JSON.parse((message as MessageEvent<string>).data) as LiveEvent
      for (const listener of listeners) listener(event)
    })
  }
}

function close(): void {
  source?.close()
  source = null
  state.value = 'off'
}

// Calls `refresh` soon after something about tickets happened, once for a burst, and when the window gets the focus.
export function useLive(refresh: (events: LiveEvent[]) => void, wanted: (event: LiveEvent) => boolean = () => true): void {
  let timer: ReturnType<typeof setTimeout> | null = null
  let heard: LiveEvent[] = []
  const flush = (): void => {
    timer = null
    const events = heard
    heard = []
    refresh(events)
  }
  const listen = (event: LiveEvent): void => {
    if (!wanted(event)) return
    heard.push(event)
    timer ??= setTimeout(flush, 400)
  }
  const look = (): void => {
    if (document.visibilityState === 'visible') refresh([])
  }
  onMounted(() => {
    listeners.add(listen)
    if (!source && may('secret_read', 'audit_read')) open()
    window.addEventListener('focus', look)
  })
  onUnmounted(() => {
    listeners.delete(listen)
    if (timer) clearTimeout(timer)
    window.removeEventListener('focus', look)
    if (listeners.size === 0) close()
  })
}
