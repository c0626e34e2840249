// A message about what was done, with a way back for some seconds.
import { ElMessage } from 'element-plus/es/components/message/index.mjs'
import 'element-plus/es/components/message/style/css'
import { h } from 'vue'
import { asProblem } from '@/api/problem'
import { i18n } from '@/i18n'

const offered = 10_000 // milliseconds

export function tellWithUndo(text: string, undo: () => Promise<void> | void): void {
  const { t } = i18n.global
  const message = ElMessage({
    type: 'success',
    duration: offered,
    showClose: true,
    message: h('span', { class: 'undoable' }, [
      text,
      h(
        'button',
        {
          type: 'button',
          class: 'undo',
          onClick: () => {
            message.close()
            Promise.resolve()
              .then(undo)
              .then(() => ElMessage.success(t('undo.done')))
              .catch((error: unknown) => {
                const problem = asProblem(error)
                ElMessage.error({ message: problem.detail || problem.title, duration: offered, showClose: true })
              })
          },
        },
        t('undo.undo'),
      ),
    ]),
  })
}
