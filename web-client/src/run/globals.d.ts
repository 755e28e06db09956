/** Set by the build: the version of the npm package `pyodide`. */
declare const __PYODIDE_VERSION__: string
