// Keyboard shortcuts of a screen: 'ctrl+enter', 'alt+1', 'j'. Plain letters are left to whoever is typing.
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

export function useShortcuts(table: Record<string, () => void>): void {
  const listen = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    const shortcut = shortcutOf(event)
    const act = table[shortcut]
    if (!act) return
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey && event.key !== 'Escape'
    if (plain && (isTyping(event.target) || document.querySelector('.el-overlay:not([style*="display: none"])'))) return
    event.preventDefault()
    act()
  }
  onMounted(() => window.addEventListener('keydown', listen))
  onUnmounted(() => window.removeEventListener('keydown', listen))
}
