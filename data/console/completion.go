package console

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/template"

	"github.com/urfave/cli/v2"
)

// completionCommand returns the command that prints a script with which a shell
// completes commands, flags and file names.
func completionCommand() *cli.Command {
	shells := slices.Sorted(maps.Keys(completions))
	return &cli.Command{
		Name:      "completion",
		Usage:     "print a script that completes commands and flags in a shell",
		ArgsUsage: strings.Join(shells, "|"),
		Description: "For the shell in use:\n\n" +
			"   bash         source <(charabanc completion bash)\n" +
			"   zsh          source <(charabanc completion zsh)\n" +
			"   fish         charabanc completion fish | source\n" +
			"   powershell   charabanc completion powershell | Out-String | Invoke-Expression\n\n" +
			"Put the line into the shell's start-up file to have it always.",
		Action: func(c *cli.Context) error {
			write := completions[c.Args().First()]
			if c.NArg() != 1 || write == nil {
				return Usage("completion: name a shell: %s", strings.Join(shells, ", "))
			}
			if err := write(c.App.Writer, c.App); err != nil {
				return fmt.Errorf("completion: %w", err)
			}
			return nil
		},
	}
}

// completions writes the script of each shell.
var completions = map[string]func(io.Writer, *cli.App) error{
	"bash":       script(bashScript),
	"zsh":        script(zshScript),
	"powershell": script(powershellScript),
	"fish": func(w io.Writer, app *cli.App) error {
		text, err := app.ToFishCompletion()
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		return err
	},
}

// completed is a command as a script completes it.
type completed struct {
	Name, Usage string
	Flags       []string // with their dashes
}

// script returns a func that fills in a template with the name of the program and its
// commands.
func script(text string) func(io.Writer, *cli.App) error {
	return func(w io.Writer, app *cli.App) error {
		t := template.Must(template.New("").Funcs(template.FuncMap{"join": strings.Join, "quote": quote}).Parse(text))
		var commands []completed
		for _, c := range app.VisibleCommands() {
			commands = append(commands, completed{c.Name, c.Usage, flagNames(c)})
		}
		return t.Execute(w, struct {
			Name     string
			Commands []completed
		}{app.Name, commands})
	}
}

// flagNames lists the names of a command's flags as they are typed.
func flagNames(c *cli.Command) (names []string) {
	for _, f := range c.VisibleFlags() {
		for _, name := range f.Names() {
			dashes := "--"
			if len(name) == 1 {
				dashes = "-"
			}
			names = append(names, dashes+name)
		}
	}
	if !slices.Contains(names, "--help") {
		names = append(names, "--help")
	}
	return names
}

// quote quotes a text for the shells: in single quotes, without any inside.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "") + "'" }

const bashScript = `# bash completion for {{.Name}}
_{{.Name}}() {
	local cur=${COMP_WORDS[COMP_CWORD]} flags=
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		COMPREPLY=($(compgen -W '{{range .Commands}}{{.Name}} {{end}}' -- "$cur"))
		return
	fi
	case ${COMP_WORDS[1]} in
{{- range .Commands}}
	{{.Name}}) flags='{{join .Flags " "}}' ;;
{{- end}}
	esac
	case $cur in
	-*) COMPREPLY=($(compgen -W "$flags" -- "$cur")) ;;
	*) COMPREPLY=($(compgen -f -- "$cur")) ;;
	esac
}
complete -o filenames -F _{{.Name}} {{.Name}}
`

const zshScript = `#compdef {{.Name}}
# zsh completion for {{.Name}}
_{{.Name}}() {
	local -a commands flags
	commands=(
{{- range .Commands}}
		{{printf "%s:%s" .Name .Usage | quote}}
{{- end}}
	)
	if (( CURRENT == 2 )); then
		_describe command commands
		return
	fi
	case $words[2] in
{{- range .Commands}}
	{{.Name}}) flags=({{join .Flags " "}}) ;;
{{- end}}
	esac
	if [[ $words[CURRENT] == -* ]]; then
		compadd -- $flags
	else
		_files
	fi
}
compdef _{{.Name}} {{.Name}}
`

const powershellScript = `# PowerShell completion for {{.Name}}
Register-ArgumentCompleter -Native -CommandName {{.Name}} -ScriptBlock {
	param($word, $ast, $position)
	$flags = @{
{{- range .Commands}}
		{{quote .Name}} = @({{range $i, $f := .Flags}}{{if $i}}, {{end}}{{quote $f}}{{end}})
{{- end}}
	}
	$words = $ast.CommandElements | ForEach-Object { $_.ToString() }
	if ($words.Count -lt 2 -or ($words.Count -eq 2 -and $word -ne '')) {
		$offers = $flags.Keys | Sort-Object
	} elseif ($word -like '-*') {
		$offers = $flags[$words[1]]
	} else {
		return
	}
	$offers | Where-Object { $_ -like "$word*" } | ForEach-Object {
		[System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterName', $_)
	}
}
`
