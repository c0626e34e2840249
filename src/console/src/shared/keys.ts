// Keyboard shortcuts of a screen: 'ctrl+enter', 'alt+1', 'f2', 'j'. Plain letters are left to whoever
// is typing.
import { onMounted, onUnmounted } from 'vue'

export function shortcutOf(event: KeyboardEvent): string {
  const parts: string[] = []
  if (event.ctrlKey || event.metaKey) parts.push('ctrl')
  if (event.altKey) parts.push('alt')
  if (event.shiftKey) parts.push('shift')
  parts.push(event.key.toLowerCase())
  return parts.join('+')
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}

const openDialog = '.el-overlay:not([style*="display: none"])'

// `inDialog`: the table belongs to an open dialog; while one is open the screen below it hears no key.
export function useShortcuts(table: Record<string, () => void>, inDialog = false): void {
  const listen = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    const act = table[shortcutOf(event)]
    if (!act || (document.querySelector(openDialog) !== null) !== inDialog) return
    const letter = !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== 'Escape' && !/^F\d/.test(event.key)
    if (letter && isTyping(event.target)) return
    event.preventDefault()
    act()
  }
  onMounted(() => window.addEventListener('keydown', listen))
  onUnmounted(() => window.removeEventListener('keydown', listen))
}
