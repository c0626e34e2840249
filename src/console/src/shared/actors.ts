// Who did something, as people read it: `name` where the server knows one, else what the journal calls an account, a key
// or the system.
import { useI18n } from 'vue-i18n'
import { session } from '@/features/session/session'

export function useActorName(): (actor: string, name?: string | null) => string {
  const { t, te } = useI18n()
  return (actor, name) => {
    if (actor === session.value?.actor) return t('actor.me')
    if (name) return name
    const kind = actor.split(':')[0] ?? actor
    return te(`actor.${kind}`) ? t(`actor.${kind}`, { id: actor.slice(kind.length + 1) }) : actor
  }
}
