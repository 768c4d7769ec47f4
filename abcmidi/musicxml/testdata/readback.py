"""Reads MusicXML documents with music21, and prints for each what it found, a line of JSON.

Of every part: the notes as written, and those that sound with repeats taken. A note is its
onset and length in quarter notes, as fractions, and its pitch in cents, 100 for a MIDI key.
"""
import json
import sys
from fractions import Fraction

import music21
from music21 import converter, harmony, note, repeat, stream


def fraction(x):
    return str(Fraction(x).limit_denominator(100000))


def notes(part):
    found = []
    for n in part.recurse().notes:
        if isinstance(n, harmony.Harmony) or n.duration.isGrace:
            continue
        onset = fraction(n.getOffsetInHierarchy(part))
        length = fraction(n.quarterLength)
        members = n.notes if hasattr(n, "notes") else [n]
        for m in members:
            if isinstance(m, note.Unpitched):
                found.append([onset, length, 0])
                continue
            found.append([onset, length, round(m.pitch.ps * 100)])
    return sorted(found)


def sounding(part):
    """The part with its repeats taken, and ties joined."""
    expander = repeat.Expander(part)
    if part.recurse().getElementsByClass(music21.bar.Repeat) or expander.isExpandable():
        part = part.expandRepeats()
    return notes(part.stripTies())


def read(path):
    score = converter.parse(path, format="musicxml", forceSource=True)
    result = {"written": [], "sounding": [], "error": ""}
    for part in score.parts:
        result["written"].append(notes(part))
    try:
        result["sounding"] = [sounding(p) for p in score.parts]
    except Exception as e:  # what it cannot expand
        result["error"] = f"{type(e).__name__}: {e}"
    return result


for path in sys.argv[1:]:
    try:
        print(json.dumps(read(path)), flush=True)
    except Exception as e:
        print(json.dumps({"failed": f"{type(e).__name__}: {e}"}), flush=True)
