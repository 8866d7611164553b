package data_test

import (
	"fmt"
	"strings"

	"surefoot/train/data"
)

func ExampleRead() {
	text := "age,weight,ill\n41,80.5,no\n67,75,yes\n59,91,no\n"
	table, err := data.Read(strings.NewReader(text), "patients.csv", data.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(table.M, "examples of", table.Features)
	fmt.Println(table.Target, "is", table.Classes[0], "or", table.Classes[1], table.Y)
	fmt.Println(table.Row(1))
	// Output:
	// 3 examples of [age weight]
	// ill is no or yes [0 1 0]
	// [67 75]
}

func ExampleRead_badCell() {
	text := "age,weight,ill\n41,80.5,no\n67,?,yes\n"
	_, err := data.Read(strings.NewReader(text), "patients.csv", data.Options{})
	fmt.Println(err)
	// Output:
	// patients.csv:3: column "weight": "?" stands for a missing value; fill in a number or delete the row
}

func ExampleStandardize() {
	table, err := data.Demo("breast_cancer")
	if err != nil {
		fmt.Println(err)
		return
	}
	train, test, err := table.Split(0.2, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	// What scales the test rows was learnt from the train rows alone.
	scaling, constant := data.Standardize(train)
	test = scaling.Scaled(test)
	fmt.Println(train.M, "to train on,", test.M, "to test on,", len(constant), "constant")
	// Output:
	// 456 to train on, 113 to test on, 0 constant
}
