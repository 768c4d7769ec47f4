package data

func nameless(f *Folder, yes bool) { f.named.Store(!yes) }
