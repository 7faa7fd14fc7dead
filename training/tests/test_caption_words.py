import pytest

from afterimage_training.captions.words import END, SPECIAL, UNKNOWN, Vocabulary, tokens


def test_words_are_letters_digits_and_apostrophes():
    assert tokens("The man's chair, no. 2!") == ["the", "man's", "chair", "no", "2"]


def test_ids_go_by_frequency_then_alphabet():
    v = Vocabulary.of(["a man walks", "a man sits", "a dog"], least=1)
    assert v.words == SPECIAL + ("a", "man", "dog", "sits", "walks")
    assert Vocabulary.of(["a man walks", "a man sits", "a dog"], least=2).words == SPECIAL + ("a", "man")


def test_words_come_back():
    v = Vocabulary.of(["a man walks"])
    assert v.decode(v.encode("a man walks")) == ["a", "man", "walks"]
    assert v.encode("a cat")[1:] == [UNKNOWN, END]
    assert v.decode([1, 4, 0, 5, END, 6]) == [v.words[4], v.words[5]]


def test_a_pack_keeps_one_word_a_line(tmp_path):
    v = Vocabulary.of(["a man's dog"])
    v.write(tmp_path / "vocabulary.txt")
    assert (tmp_path / "vocabulary.txt").read_text().split("\n")[:5] == [*SPECIAL, "a"]
    assert Vocabulary.read(tmp_path / "vocabulary.txt") == v


def test_a_vocabulary_without_special_words_is_refused():
    with pytest.raises(ValueError, match="begins with <pad>"):
        Vocabulary(("a", "man"))
