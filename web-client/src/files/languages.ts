export interface Language {
  id: string
  name: string
  /** Endings, or whole names, of its files; the first is the usual one. */
  files: readonly string[]
}

const language = (id: string, name: string, files: string): Language => ({ id, name, files: files.split(' ') })

/** What the picker offers, under Monaco's ids. */
export const LANGUAGES: readonly Language[] = [
  language('plaintext', 'Plain text', 'txt text log'),
  language('bat', 'Batch', 'bat cmd'),
  language('c', 'C', 'c h'),
  language('clojure', 'Clojure', 'clj cljs cljc edn'),
  language('coffeescript', 'CoffeeScript', 'coffee'),
  language('cpp', 'C++', 'cpp cc cxx hpp hh hxx'),
  language('csharp', 'C#', 'cs csx'),
  language('css', 'CSS', 'css'),
  language('dart', 'Dart', 'dart'),
  language('dockerfile', 'Dockerfile', 'dockerfile Dockerfile'),
  language('elixir', 'Elixir', 'ex exs'),
  language('fsharp', 'F#', 'fs fsi fsx'),
  language('go', 'Go', 'go'),
  language('graphql', 'GraphQL', 'graphql gql'),
  language('handlebars', 'Handlebars', 'hbs handlebars'),
  language('hcl', 'HCL / Terraform', 'tf tfvars hcl'),
  language('html', 'HTML', 'html htm xhtml'),
  language('ini', 'INI', 'ini properties cfg conf toml .editorconfig .gitconfig'),
  language('java', 'Java', 'java jav'),
  language('javascript', 'JavaScript', 'js mjs cjs jsx'),
  language('json', 'JSON', 'json jsonc webmanifest map .babelrc'),
  language('julia', 'Julia', 'jl'),
  language('kotlin', 'Kotlin', 'kt kts'),
  language('less', 'Less', 'less'),
  language('lua', 'Lua', 'lua'),
  language('markdown', 'Markdown', 'md markdown mdown'),
  language('objective-c', 'Objective-C', 'm mm'),
  language('pascal', 'Pascal', 'pas pp'),
  language('perl', 'Perl', 'pl pm'),
  language('php', 'PHP', 'php phtml'),
  language('powershell', 'PowerShell', 'ps1 psm1 psd1'),
  language('protobuf', 'Protocol Buffers', 'proto'),
  language('pug', 'Pug', 'pug jade'),
  language('python', 'Python', 'py pyw pyi'),
  language('r', 'R', 'r R rmd'),
  language('ruby', 'Ruby', 'rb rake gemspec Gemfile Rakefile'),
  language('rust', 'Rust', 'rs'),
  language('scala', 'Scala', 'scala sc sbt'),
  language('scheme', 'Scheme', 'scm ss sld'),
  language('scss', 'SCSS', 'scss'),
  language('shell', 'Shell', 'sh bash zsh .bashrc .zshrc .profile'),
  language('solidity', 'Solidity', 'sol'),
  language('sql', 'SQL', 'sql'),
  language('swift', 'Swift', 'swift'),
  language('systemverilog', 'SystemVerilog', 'sv svh'),
  language('tcl', 'Tcl', 'tcl'),
  language('typescript', 'TypeScript', 'ts mts cts tsx'),
  language('vb', 'Visual Basic', 'vb bas'),
  language('xml', 'XML', 'xml svg xsd xsl xslt pom csproj plist'),
  language('yaml', 'YAML', 'yaml yml'),
]

const BY_FILE = new Map(LANGUAGES.flatMap(({ id, files }) => files.map((file) => [file, id] as const)))

/** What a file's name says of its language: `plaintext` if nothing. */
export function languageOfName(name: string): string {
  const base = name.slice(name.lastIndexOf('/') + 1)
  const ending = base.slice(base.lastIndexOf('.') + 1)
  return BY_FILE.get(base) ?? BY_FILE.get(ending) ?? BY_FILE.get(ending.toLowerCase()) ?? 'plaintext'
}

/** How people call it; Monaco's id if the picker does not know it. */
export function languageName(id: string): string {
  return LANGUAGES.find((language) => language.id === id)?.name ?? id
}

/** The usual ending of a language's files: `txt` if there is none. */
export function endingOf(id: string | undefined): string {
  return LANGUAGES.find((language) => language.id === id)?.files[0] ?? 'txt'
}
