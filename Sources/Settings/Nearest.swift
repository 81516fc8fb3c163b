/// The word among `words` that `word` was probably meant to be; nil if none is near.
func nearest(to word: String, among words: some Sequence<String>) -> String? {
  let typed = Array(word.prefix(longestWord).lowercased())
  let near = words.map { (word: $0, distance: editDistance(typed, Array($0.lowercased()))) }
    .filter { $0.distance <= slips(in: min(typed.count, $0.word.count)) }
  return near.min { ($0.distance, $0.word) < ($1.distance, $1.word) }?.word
}

/// How many slips of the pen leave a word of so many letters recognisable.
private func slips(in letters: Int) -> Int { letters < 2 ? 0 : max(1, letters / 3) }

/// Longer words are no slips of the pen.
private let longestWord = 64

/// How many letters must be changed, added, dropped or swapped with their neighbour.
private func editDistance(_ from: [Character], _ to: [Character]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...to.count)
  for (row, letter) in from.enumerated() {
    var current = [row + 1]
    for (column, other) in to.enumerated() {
      var least = min(last[column + 1], current[column]) + 1
      least = min(least, last[column] + (letter == other ? 0 : 1))
      if row > 0, column > 0, letter == to[column - 1], from[row - 1] == other {
        least = min(least, beforeLast[column - 1] + 1)
      }
      current.append(least)
    }
    (beforeLast, last) = (last, current)
  }
  return last[to.count]
}
