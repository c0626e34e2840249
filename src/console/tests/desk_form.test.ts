import { describe, expect, it } from 'vitest'
import { blankForm, isWholePhone, requestOf } from '@/features/desk/form'

describe('what the desk sends', () => {
  it('leaves out what was not filled in, so that the server decides it', () => {
    expect(requestOf({ ...blankForm, words: ' 路灯不亮 ' })).toEqual({ channel: 'phone', words: '路灯不亮' })
  })

  it('puts what is known of the caller together', () => {
    const request = requestOf({ ...blankForm, words: 'x', phone: ' 0571-88880000 ', name: '王女士', secret: true })
    expect(request.caller).toEqual({ phone: '0571-88880000', name: '王女士' })
    expect(requestOf({ ...blankForm, words: 'x', id_number: ' 330106199003071615 ' }).caller).toEqual({ id_number: '330106199003071615' })
    expect(request.secret).toBe(true)
    expect(request).not.toHaveProperty('anonymous')
  })
})

describe('a phone', () => {
  it('is asked for its history only when it is whole', () => {
    for (const whole of ['0571-88880000', '13800000000', '+85221234567', '88880000']) expect(isWholePhone(whole)).toBe(true)
    for (const part of ['', '138', '1380000000', 'abc', '05']) expect(isWholePhone(part)).toBe(false)
  })
})
