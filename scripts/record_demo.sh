#!/usr/bin/env bash
# Speak the demo's recordings again, from home/demo/recordings/transcripts.json.
#
# Needs Debian's festival, festvox-italp16k, festvox-itapc16k, jq, sox and lame:
#   apt-get install festival festvox-italp16k festvox-itapc16k jq sox lame
# Writes mono MP3 at 32 kbit/s and 16 kHz: no ID3, no Xing header, whole frames only.
set -euo pipefail

cd "$(dirname "$0")/../home/demo/recordings"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What a person reads, as the voices want it: straight apostrophes, the name in words, ISO-8859-1.
spoken() {
    sed -e "s/’/'/g" -e 's/[«»]//g' -e 's/Lab121/lab centoventuno/g' | iconv -f UTF-8 -t ISO-8859-1
}

jq -r 'keys[]' transcripts.json | while read -r name; do
    rm -f "${work:?}"/*
    # The first word of "voice" is the name of the Festival voice: lp (female) or pc (male).
    voice=$(jq -r --arg name "$name" '.[$name].voice | split(",")[0]' transcripts.json)

    # One file a paragraph, so that the pauses between them are ours.
    number=10
    jq -r --arg name "$name" '.[$name].transcript | split("\n\n")[]' transcripts.json | while read -r paragraph; do
        spoken <<<"$paragraph" >"$work/text"
        text2wave -eval "(voice_${voice}_diphone)" -eval "(Parameter.set 'Duration_Stretch 0.95)" \
            "$work/text" -o "$work/raw.wav"
        sox -D "$work/raw.wav" "$work/part-$number.wav" pad 0 0.6
        number=$((number + 1))
    done

    # No dither (-D): the same text gives the same bytes.
    sox -D "$work"/part-*.wav "$work/whole.wav" pad 0.3 0 gain -n -5
    lame --silent -t -m m --cbr -b 32 --resample 16 "$work/whole.wav" "$name"
    echo "$name: $(soxi -d "$work/whole.wav"), $(stat -c %s "$name") bytes"
done
