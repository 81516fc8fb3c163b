/// The word among `words` that `word` was probably meant to be; nil if none is near.
func nearest(to word: String, among words: some Sequence<String>) -> String? {
  let typed = Array(word.prefix(longestWord).lowercased())
  let near = words.map { (word: $0, distance: editDistance(typed, Array($0.lowercased()))) }
    .filter { $0.distance <= max(1, min(typed.count, $0.word.count) / 3) }
  return near.min { ($0.distance, $0.word) < ($1.distance, $1.word) }?.word
}

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
