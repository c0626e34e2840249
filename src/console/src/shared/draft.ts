// Work that is not finished, kept in the browser: it survives reload and loss of the network.
export interface Draft<T> {
  load: () => T
  keep: (state: T) => void
  forget: () => void
}

interface Store {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
  removeItem: (key: string) => void
}

const days = 24 * 60 * 60 * 1000
// What is older is not what somebody is still working on.
const keptFor = 2 * days

// A draft with the shape of `blank`. A field that is not part of it any more, or has another type, is left out, so
// that a draft of an older console cannot break the form. Fields in `unsaved` (personal data on a shared screen) are
// never stored.
export function draftOf<T extends object>(
  name: string,
  blank: T,
  unsaved: (keyof T)[] = [],
  store: Store = localStorage,
  clock: () => number = Date.now,
): Draft<T> {
  const key = `hotline.draft.${name}`
  const savable = (state: T): Partial<T> => {
    const part: Partial<T> = { ...state }
    for (const field of unsaved) delete part[field]
    return part
  }
  const isBlank = (state: T): boolean => JSON.stringify(savable(state)) === JSON.stringify(savable(blank))

  return {
    load: () => {
      const fresh = structuredClone(blank)
      try {
        const stored = JSON.parse(store.getItem(key) ?? 'null') as { at: number; state: Record<string, unknown> } | null
        if (!stored || clock() - stored.at > keptFor) return fresh
        for (const field of Object.keys(savable(blank)) as (keyof T & string)[]) {
          const value = stored.state[field]
          if (typeof value === typeof blank[field] && Array.isArray(value) === Array.isArray(blank[field])) {
            fresh[field] = value as T[keyof T & string]
          }
        }
      } catch {
        store.removeItem(key)
      }
      return fresh
    },
    keep: (state) => {
      try {
        if (isBlank(state)) store.removeItem(key)
        else store.setItem(key, JSON.stringify({ at: clock(), state: savable(state) }))
      } catch {
        // A full or forbidden store costs the draft, never the work on the screen.
      }
    },
    forget: () => store.removeItem(key),
  }
}
