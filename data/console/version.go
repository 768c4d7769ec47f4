package console

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"
)

// Version describes the build: the version of the module or the revision of its
// source with its date, the version of Go, the system and the kernel that computes.
func Version(kernel string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return version(info, kernel)
}

func version(info *debug.BuildInfo, kernel string) string {
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	name := info.Main.Version
	if name == "(devel)" {
		name = ""
	}
	source := settings["vcs.revision"]
	source = source[:min(12, len(source))]
	if source != "" && settings["vcs.modified"] == "true" {
		source += ", changed"
	}
	if at := settings["vcs.time"]; at != "" {
		source += ", " + at
	}
	if source != "" {
		source = " (" + source + ")"
	}
	return fmt.Sprintf("%s%s, %s, %s/%s, kernel %s", cmp.Or(name, "built from source"), source,
		runtime.Version(), runtime.GOOS, runtime.GOARCH, kernel)
}
