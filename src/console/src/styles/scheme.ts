// Light and dark as the system prefers; the component library looks at a class.
export function followSystemColours(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const apply = (): void => void document.documentElement.classList.toggle('dark', dark.matches)
  dark.addEventListener('change', apply)
  apply()
}
