//go:build !linux

package data

func nameless(f *Folder, yes bool) {}
