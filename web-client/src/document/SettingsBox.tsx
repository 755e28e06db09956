import { useState, type ReactNode } from 'react'
import { Avatar } from '../presence/Avatar'
import { NameDialog } from '../presence/NameDialog'
import { me } from '../presence/me'
import { changeSettings, stepFontSize, useSettings, type Settings } from '../theme/settings'
import { useObservable } from '../theme/useObservable'

const THEMES: readonly [Settings['theme'], string][] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]

export function SettingsBox(): ReactNode {
  const settings = useSettings()
  const own = useObservable(me)
  const [isAsking, setAsking] = useState(false)
  return (
    <div className="settings-box">
      <div className="settings-row">
        <Avatar name={own.name || '?'} color={own.color} />
        <bdi className="settings-name">{own.name || 'Somebody'}</bdi>
        <button className="button" onClick={() => setAsking(true)}>
          Change
        </button>
      </div>
      <fieldset className="settings-theme">
        <legend>Theme</legend>
        <div className="segments">
          {THEMES.map(([theme, label]) => (
            <label key={theme}>
              <input
                type="radio"
                name="theme"
                checked={settings.theme === theme}
                onChange={() => changeSettings({ theme })}
              />
              <span>{label}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="settings-row">
        <span id="font-size">Font size</span>
        <div className="stepper" role="group" aria-labelledby="font-size">
          <button aria-label="Smaller" onClick={() => stepFontSize(-1)}>
            −
          </button>
          <output>{settings.fontSizePx}</output>
          <button aria-label="Larger" onClick={() => stepFontSize(1)}>
            +
          </button>
        </div>
      </div>
      <Switch label="Wrap long lines" is={settings.wordWrap} set={(wordWrap) => changeSettings({ wordWrap })} />
      <Switch label="Minimap" is={settings.minimap} set={(minimap) => changeSettings({ minimap })} />
      {isAsking && <NameDialog onClose={() => setAsking(false)} />}
    </div>
  )
}

function Switch({ label, is, set }: { label: string; is: boolean; set: (is: boolean) => void }): ReactNode {
  return (
    <label className="settings-row switch">
      <span>{label}</span>
      <input type="checkbox" role="switch" checked={is} onChange={(event) => set(event.target.checked)} />
    </label>
  )
}
