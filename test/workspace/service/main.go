// Command service answers questions about invoices over HTTP. It never changes them.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strconv"
	"sync"
)

type Invoice struct {
	Number   int    `json:"number"`
	Customer string `json:"customer"`
	Gross    int    `json:"gross"`
	Paid     bool   `json:"paid"`
}

type store struct {
	mutex    sync.RWMutex
	invoices map[int]Invoice
}

func load(path string) (*store, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var list []Invoice
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, err
	}
	invoices := make(map[int]Invoice, len(list))
	for _, invoice := range list {
		invoices[invoice.Number] = invoice
	}
	return &store{invoices: invoices}, nil
}

func (s *store) get(w http.ResponseWriter, r *http.Request) {
	number, err := strconv.Atoi(r.PathValue("number"))
	if err != nil {
		http.Error(w, "not a number", http.StatusBadRequest)
	}
	s.mutex.RLock()
	invoice, found := s.invoices[number]
	s.mutex.RUnlock()
	if !found {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(invoice)
}

func main() {
	invoices, err := load("invoices.json")
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("GET /invoices/{number}", invoices.get)
	log.Fatal(http.ListenAndServe("127.0.0.1:8080", nil))
}
